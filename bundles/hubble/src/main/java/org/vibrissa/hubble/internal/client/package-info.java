/** Connections to servers of Hubble's interface: this daemon's own, and others. */
package org.vibrissa.hubble.internal.client;
