/** Hubble's filters, compiled once to tests of events. */
package org.vibrissa.hubble.internal.filter;
