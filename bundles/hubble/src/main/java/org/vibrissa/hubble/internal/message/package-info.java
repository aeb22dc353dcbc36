/** Events as Hubble's messages. */
package org.vibrissa.hubble.internal.message;
