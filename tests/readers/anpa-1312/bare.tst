V4411bc-us
r a BC-Sample--HarbourFire   02-19 0111
^BC-Sample--Harbour Fire,111<
^Fire on the quay<
^By ANN EXAMPLE=
^Associated Press Writer=
   OXTOWN, Ohio (AP) _ A boat shed on the quay burned on Friday
and the geese in it walked out.
   ``They were calm,'' the keeper said.

   AP-WF-02-19-16 0500GMT<

V4412bc-us
r n BC-Sample--Geese   02-19
^BC-Sample--Geese<
^Geese found<
   OXTOWN, Ohio (AP) _ The geese are back.
   AP-WF-02-19-16 0700GMT<
