/** One event with its names, as filters and messages look at it. */
package org.vibrissa.hubble.internal.view;
