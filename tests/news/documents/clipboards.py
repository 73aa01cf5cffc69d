"""What four programs put on the clipboard as HTML for the same small text, in the manner of each."""

from collections import Counter

FRAGMENT = "<html>\r\n<body>\r\n<!--StartFragment-->{}<!--EndFragment-->\r\n</body>\r\n</html>"


def mso_item(level: int, mark: str, text: str) -> str:
    """A line of a list as Word and Outlook write it: a paragraph that says which list it is of, the mark as letters."""
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='margin-left:{level * 36}.0pt;mso-add-space:auto;"
        f"text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if !supportLists]><span lang=EN-US "
        "style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>"
        f"{mark}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span>"
        f"<![endif]><span lang=EN-US>{text}<o:p></o:p></span></p>"
    )


WORD = (
    "<html xmlns:v=\"urn:schemas-microsoft-com:vml\"\r\nxmlns:o=\"urn:schemas-microsoft-com:office:office\">\r\n<head>"
    "<meta name=Generator content=\"Microsoft Word 15\"><style>\r\n<!--\r\n p.MsoNormal {margin:0cm;}\r\n@list l0:level1"
    " {mso-level-number-format:bullet;}\r\n-->\r\n</style><!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml>"
    "<![endif]--></head><body lang=EN-US style='tab-interval:36.0pt'>\r\n<!--StartFragment-->\r\n"
    "<h1><span lang=EN-US>The visit<o:p></o:p></span></h1>\r\n"
    "<p class=MsoNormal><span lang=EN-US style='font-size:14.0pt;color:#C00000'>He came <b>by\r\ntrain</b> and left "
    "<i>on foot</i>; see <a href=\"https://visit.example/\">the\r\nprogramme</a> or <a href=\"file:///C:\\plan.docx\">"
    "the plan</a>.<o:p></o:p></span></p>\r\n"
    + mso_item(1, "·", "the house")
    + mso_item(2, "o", "its hall")
    + mso_item(1, "·", "the garden")
    + mso_item(1, "1.", "a speech")
    + "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>\r\n"
    "<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse'>\r\n"
    " <thead><tr style='mso-yfti-irow:0'><td width=200 valign=top><p class=MsoNormal><b>Gift<o:p></o:p></b></p></td>"
    "<td width=200><p class=MsoNormal><b>From<o:p></o:p></b></p></td></tr></thead>\r\n"
    " <tr style='mso-yfti-irow:1'><td><p class=MsoNormal>a saddle<o:p></o:p></p></td>"
    "<td><p class=MsoNormal>Almaty<o:p></o:p></p></td></tr>\r\n</table>\r\n"
    "<p class=MsoNormal><!--[if gte vml 1]><v:shape id=\"p1\"/><![endif]--><img width=12 height=8 "
    "src=\"file:///C:/Temp/msohtmlclip1/01/clip_image002.png\"></p>\r\n"
    "<div style='mso-element:comment-list'><p class=MsoCommentText>Really?</p></div>\r\n"
    "<!--EndFragment-->\r\n</body></html>"
)  # fmt: skip
OUTLOOK = (
    "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><body lang=EN-US link=\"#0563C1\">\r\n<!--StartFragment-->"
    "<div class=WordSection1><h1>The visit<o:p></o:p></h1><p class=MsoNormal><span style='font-family:\"Calibri\",sans-serif;"
    "color:#1F497D'>He came <b>by train</b> and left <i>on foot</i>; see <a href=\"https://visit.example/\">the programme"
    "</a>.</span><o:p></o:p></p>"
    "<ul style='margin-top:0cm' type=disc><li class=MsoListParagraph style='mso-list:l0 level1 lfo1'>the house<o:p></o:p>"
    "</li><ul style='margin-top:0cm' type=circle><li class=MsoListParagraph style='mso-list:l0 level2 lfo1'>its hall"
    "<o:p></o:p></li></ul><li class=MsoListParagraph>the garden<o:p></o:p></li></ul>"
    "<ol start=1 type=1><li class=MsoListParagraph>a speech<o:p></o:p></li></ol>"
    "<table class=MsoNormalTable border=0><tr><td><p class=MsoNormal><b>Gift</b><o:p></o:p></p></td><td><p class=MsoNormal>"
    "<b>From</b><o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>a saddle<o:p></o:p></p></td><td><p class=MsoNormal>"
    "Almaty<o:p></o:p></p></td></tr></table></div><!--EndFragment-->\r\n</body></html>"
)  # fmt: skip
SPAN = '<span style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;font-weight:{};font-style:{};white-space:pre-wrap;">{}</span>'


def span(text: str, weight: str = "400", slope: str = "normal") -> str:
    return SPAN.format(weight, slope, text)


def google_item(level: int, text: str) -> str:
    return (
        f'<li dir="ltr" style="list-style-type:disc;font-weight:400;" aria-level="{level}"><p dir="ltr" '
        f'style="line-height:1.38;margin-top:0pt;" role="presentation">{span(text)}</p></li>'
    )


def google_cell(text: str, weight: str = "400") -> str:
    return f'<td style="border-left:solid #000 1pt;"><p dir="ltr">{span(text, weight)}</p></td>'


GOOGLE = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-5e1c7f00-7fff-1a2b-3c4d-000000000000">'
    f'<h1 dir="ltr" style="line-height:1.38;">{span("The visit")}</h1>'
    f'<p dir="ltr" style="line-height:1.38;">{span("He came ")}{span("by train", "700")}{span(" and left ")}'
    f'{span("on foot", "400", "italic")}{span("; see ")}<a href="https://visit.example/" style="text-decoration:none;">'
    f'{span("the programme")}</a>{span(".")}</p><ul style="margin-top:0;">{google_item(1, "the house")}'
    f'<ul style="margin-top:0;">{google_item(2, "its hall")}</ul>{google_item(1, "the garden")}</ul>'
    f'<ol style="margin-top:0;">{google_item(1, "a speech")}</ol><br><div dir="ltr" align="left"><table '
    f'style="border:none;border-collapse:collapse;"><colgroup><col width="300"><col width="300"></colgroup><tbody>'
    f'<tr style="height:0pt">{google_cell("Gift", "700")}{google_cell("From", "700")}</tr>'
    f'<tr style="height:0pt">{google_cell("a saddle")}{google_cell("Almaty")}</tr></tbody></table></div></b><br>'
)
LIBRE = (
    '<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>'
    '<meta name="generator" content="LibreOffice 7.4"/><style type="text/css">p { margin-bottom: 0.25cm }</style></head>'
    '<body lang="en-US" dir="ltr"><h1 class="western">The visit</h1><p align="left" style="margin-bottom: 0cm"><font '
    'face="Liberation Serif, serif"><font size="3" style="font-size: 12pt">He came <b>by train</b> and left <i>on\n'
    'foot</i>; see <a href="https://visit.example/">the programme</a>.</font></font></p><ul><li><p style="margin-bottom: '
    '0cm">the house</p><ul><li><p>its hall</p></li></ul></li><li><p>the garden</p></li></ul><ol><li><p>a speech</p></li>'
    '</ol><p><br/>\n</p><table width="665" cellpadding="4" cellspacing="0"><col width="328"/><col width="328"/><thead>'
    '<tr valign="top"><th width="328"><p>Gift</p></th><th><p>From</p></th></tr></thead><tbody><tr valign="top"><td><p>'
    "a saddle</p></td><td><p>Almaty</p></td></tr></tbody></table></body></html>"
)
CLIPBOARDS = {"word": WORD, "outlook": OUTLOOK, "google": GOOGLE, "libre": LIBRE}
# The same in each of them.
COUNTS = Counter(headings=1, paragraphs=1, items=4, tables=1, links=1)
