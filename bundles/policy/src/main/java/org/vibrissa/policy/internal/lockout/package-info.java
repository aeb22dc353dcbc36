/** Tells which policies for hosts would cut off the ways by which hosts are steered. */
package org.vibrissa.policy.internal.lockout;
