/** Certificates that may change while connections come and go. */
package org.vibrissa.hubble.internal.tls;
