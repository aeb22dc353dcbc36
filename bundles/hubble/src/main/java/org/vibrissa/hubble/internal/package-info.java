/** The bundle's components. */
package org.vibrissa.hubble.internal;
