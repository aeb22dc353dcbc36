/**
 * Flows as text: each form as Hubble's own command line prints it, so that eyes and scripts that
 * know it find what they look for.
 */
package org.vibrissa.hubble.internal.print;
