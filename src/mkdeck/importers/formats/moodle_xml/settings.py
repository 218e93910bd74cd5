"""Which parts of a Moodle question are texts for people, and not settings, files or sample values."""

import re
from collections.abc import Iterator

from mkdeck.importers.drafting.losses import Said
from mkdeck.importers.sources.xml_tree import Element

_SETTINGS = frozenset(
    """
    name idnumber tags file image image_base64 category defaultgrade penalty hidden dataset_definitions
    defaultmark length stamp version timecreated timemodified createdby modifiedby
    single shuffleanswers answernumbering showstandardinstruction usecase synchronize correctanswerformat
    correctanswerlength tolerance tolerancetype multiplier unitgradingtype unitpenalty showunits unitsleft
    responseformat responserequired responsefieldlines responsesample minwordlimit maxwordlimit attachments
    attachmentsrequired maxbytes filetypeslist layouttype selecttype selectcount gradingtype showgrading numberingstyle
    scoringmethod numberofrows numberofcolumns deduction correctrow grademethod renderer use_dnd_ui multiple
    delimitchars answerdisplay fixedgapsize casesensitive noduplicates disableregex letterhints optionsaftertext
    coderunnertype prototypetype template testsplitterre language acelang sandbox grader resultcolumns sandboxparams
    templateparams templateparamslang templateparamsevald uiplugin uiparameters penaltyregime
    attachmentfilenamesregex filenamesregex display precheck sourcefilelist cputimelimitsecs memlimitmb acelang
    usehint converttospace sentencedividers forcelength applydictionarycheck extenddictionary allowsubscript
    allowsuperscript engine notation langid itemtype itemcount textstatitems model spellcheck
    shape coords
    """.split()
)
_VALUE = re.compile(r"[-+\d.,;:/|\s]*|true|false|yes|no|none", re.IGNORECASE)
"""A number, or several; or a switch."""


def find_texts(element: Element, place: str = "") -> Iterator[Said]:
    """Yield the texts that a Moodle question has for people, each with the name of the element that holds it."""
    if element.tag in _SETTINGS:
        return
    if element.tag == "text":
        yield Said(place, element.markup)
        return
    own = element.text.strip()
    if own and not _VALUE.fullmatch(own):
        yield Said(element.tag, own)
    for child in element.children:
        yield from find_texts(child, element.tag)
