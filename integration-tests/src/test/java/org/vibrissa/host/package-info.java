/** What a user sees of one host: endpoints that talk, restarts, swaps, purges and bad input. */
package org.vibrissa.host;
