/**
 * The fleet as one server: the flows of all nodes in the order of their time, with the news of the
 * nodes between them. Any node can be asked; none is needed by the others.
 */
package org.vibrissa.hubble.internal.relay;
