/** The commands {@code vibrissa policy …} and the routes {@code /v1/policies…}. */
package org.vibrissa.policy.internal.cli;
