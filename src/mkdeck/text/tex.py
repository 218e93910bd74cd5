"""What the commands of TeX take, as MathJax 3.2 knows them (each was tried in the one that Anki ships).

A command's arguments are letters: `m` is math, `t` text, `c` chemistry, `n` a name, a size or the like, `d` a bracket;
`o` and `w` are math and a word in square brackets, which may be missing.
"""

_ACCENTS = "acute bar breve check ddddot dddot ddot dot grave hat mathring tilde vec widehat widetilde not centernot"
_FONTS = (
    "Bbb boldsymbol mathbb mathbf mathbfcal mathbffrak mathbfit mathbfscr mathbfsf mathbfsfit mathbfsfup mathbfup "
    "mathcal mathfrak mathit mathnormal mathrm mathscr mathsf mathsfit mathsfup mathtt mathup pmb symbb symbf symbfcal "
    "symbffrak symbfit symbfscr symbfsf symbfsfit symbfsfup symbfup symcal symfrak symit symnormal symrm symscr symsf "
    "symsfit symsfup symtt symup"
)
_CLASSES = "mathbin mathclose mathinner mathop mathopen mathord mathpunct mathrel operatorname mod pmod pod"
_LINES = (
    "overbrace overleftarrow overleftrightarrow overline overparen overrightarrow "
    "underbrace underleftarrow underleftrightarrow underline underparen underrightarrow"
)
_BOXES = "Aboxed boxed clap hphantom llap mathmbox phantom rlap vcenter vphantom"
_BRACKETS = "Bra Braket Ket Set bra braket ket set"
_ROWS = "array cases displaylines eqalign eqalignno leqalignno matrix pmatrix substack"
_ARROWS = (
    "xLeftarrow xLeftrightarrow xLeftrightharpoons xRightarrow xRightleftharpoons xhookleftarrow xhookrightarrow "
    "xleftarrow xleftharpoondown xleftharpoonup xleftrightarrow xleftrightharpoons xlongequal xmapsto xrightarrow "
    "xrightharpoondown xrightharpoonup xrightleftharpoons xtofrom xtwoheadleftarrow xtwoheadrightarrow"
)
_TEXTS = "hbox mbox tag text textbf textclap textit textllap textnormal textrlap textrm textsf texttt textup"
_PROOFS = (
    "AXC AxiomC BIC BinaryInfC LL LeftLabel QuaternaryInfC QuinaryInfC RL RightLabel TIC TrinaryInfC UIC UnaryInfC"
)

ARGUMENTS: dict[str, str] = {
    name: takes
    for takes, names in {
        "m": f"{_ACCENTS} {_FONTS} {_CLASSES} {_LINES} {_BOXES} {_BRACKETS} {_ROWS}",
        "wm": "bbox bcancel cancel cramped crampedclap crampedllap crampedrlap crampedsubstack mathclap mathllap "
        "mathrlap shoveleft shoveright smash xcancel",
        "wwm": "mathmakebox overbracket underbracket",
        "om": f"sqrt {_ARROWS}",
        "mm": "Ketbra binom centerOver dbinom dfrac frac ketbra overset splitdfrac splitfrac stackbin stackrel tbinom "
        "tfrac underset",
        "wmm": "cancelto cfrac",
        "mmm": "overunderset prescript sideset",
        "mmmm": "mathchoice",
        "nmm": "skew",
        "nnnnmm": "genfrac",
        "t": f"{_TEXTS} {_PROOFS}",
        "wwt": "framebox",
        "wt": "fbox",
        "nt": "colorbox",
        "nnt": "fcolorbox",
        "mt": "texttip",
        "c": "ce pu",
        "nm": "class cssId href lower mathtip moveleft moveright raise style",
        "wnm": "textcolor",
        "nwm": "enclose",
        "wn": "cellcolor color columncolor rowcolor unicode xmathstrut",
        "n": "above hskip hspace kern label leftroot mkern mskip mspace ref eqref refeq require uproot begin end",
        "nn": "DeclareMathOperator rule Rule Space",
        "nwwn": "newcommand renewcommand def",
        "d": "Big Bigg Biggl Biggm Biggr Bigl Bigm Bigr big bigg biggl biggm biggr bigl bigm bigr left middle right",
        "w": "\\",
    }.items()
    for name in names.split()
}
"""What a command takes, by its name without the backslash."""

ENVIRONMENT_ARGUMENTS: dict[str, str] = {
    name: takes
    for takes, names in {
        "w": "aligned gathered lgathered rgathered matrix* pmatrix* bmatrix* Bmatrix* vmatrix* Vmatrix* smallmatrix* "
        "psmallmatrix* bsmallmatrix* Bsmallmatrix* vsmallmatrix* Vsmallmatrix*",
        "ww": "multlined",
        "wn": "array alignedat empheq",
        "n": "subarray crampedsubarray alignat alignat* xalignat xalignat* xxalignat spreadlines",
        "m": "numcases subnumcases",
    }.items()
    for name in names.split()
}
"""What an environment takes behind its `\\begin{...}`."""
