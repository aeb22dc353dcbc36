/** Lab tests of several hosts: each mode between them, what is on the wire, mishaps. */
package org.vibrissa.fleet;
