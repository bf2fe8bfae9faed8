"""A text with all that a reader of it might obey."""

HOSTILE = (
    "a|b `c` </code><script>alert(1)</script> <!-- *d* _e_ [f](http://evil.example) @octocat www.evil.example "
    "\x1b[2J\x07 \n::error::g\r\n##[add-mask]h ]]> & \x00 \ufffe \ud800 \u202e \\"
)
