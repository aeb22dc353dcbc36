/** Commands about flow events: {@code flows ledger}, {@code monitor}. */
package org.vibrissa.flow.internal.cli;
