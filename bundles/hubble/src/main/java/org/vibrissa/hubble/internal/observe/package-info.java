/** {@code vibrissa observe}: the words of {@code hubble observe}, turned into requests. */
package org.vibrissa.hubble.internal.observe;
