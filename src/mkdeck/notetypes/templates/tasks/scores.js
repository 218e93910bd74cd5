  /* What tasks of several rows share: how many of them are right. */

  /* Whether each place was given what belongs there; both are numbers of items. */
  function judgePlaces(right, given) {
    return given.map((i, at) => i === right[at]);
  }

  function tellScore(task, hits, all) {
    const score = WORDS.score.replace("{n}", hits).replace("{m}", all);
    tell(task, hits === all ? "right" : hits ? "partly" : "wrong", score);
  }
