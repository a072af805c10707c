ZCZC AAP
%A
#Legal: Goose_BC6
$Goose fined on quay 

:(OXTOWN)
&AAPIS\Example
*02000000
@Vic
A goose of Oxtown was fined on Tuesday for standing in the rain, a court heard.

   The goose said nothing.

   

AAP RTV
NNNN
