package org.vibrissa.mode.internal.view;

import java.util.List;

/**
 * One path group as shown.
 *
 * @param group its name
 * @param mode what is declared
 * @param modeInForce by which packets leave this host
 * @param accepts by which they are received
 * @param nodes of the group
 * @param swap the change that is not over, {@code ID PHASE}; empty for none
 */
public record GroupRow(
        String group,
        String mode,
        String modeInForce,
        List<String> accepts,
        List<String> nodes,
        String swap) {}
