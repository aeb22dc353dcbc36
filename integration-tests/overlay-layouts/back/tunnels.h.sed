# The layouts of 0.1; those of the later release are known only to Java.
$i\
#include "second.h"
