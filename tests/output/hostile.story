Bank �gnidaer� ␛[2Jnote�31m, "quoted", a,b
undated · SOME​WHERE · kill notice · killed
odd/a b.zip/x␛]0;owned␇.jsonl#3

Line one
line two ␡﻿󠁁.
