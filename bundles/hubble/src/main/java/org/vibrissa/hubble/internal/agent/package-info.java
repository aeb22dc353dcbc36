/** What the daemon does, as Hubble's agent events. */
package org.vibrissa.hubble.internal.agent;
