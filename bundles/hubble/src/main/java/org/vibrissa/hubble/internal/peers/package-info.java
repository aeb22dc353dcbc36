/** Where the other nodes' servers are. */
package org.vibrissa.hubble.internal.peers;
