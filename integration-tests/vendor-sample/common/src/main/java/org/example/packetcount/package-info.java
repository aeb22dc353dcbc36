/** A vendor's bundle: counts packets per endpoint in slot 17 and drops what is denied. */
package org.example.packetcount;
