/** A log that tests write to, and events for it: for who reads logs, in this bundle and others. */
package org.vibrissa.flow.made;
