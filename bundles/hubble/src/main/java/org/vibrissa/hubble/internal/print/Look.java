package org.vibrissa.hubble.internal.print;

/**
 * What users choose of the look of output.
 *
 * @param form compact, dict, json or table
 * @param nodeName whether the node is shown
 * @param policyNames whether the policies behind verdicts are shown
 * @param names whether endpoints, services and hosts are shown by name, not by address
 * @param colours whether parts are coloured, where the form can
 * @param allStates whether the good news of nodes are told too
 */
public record Look(
        Form form,
        TimeFormat time,
        boolean nodeName,
        boolean policyNames,
        boolean names,
        boolean colours,
        boolean allStates) {
    /** The forms of output. */
    public enum Form {
        /** A line for each. */
        COMPACT,
        /** {@code KEY: VALUE}, a line for each key. */
        DICT,
        /** Columns; printed when all is known. */
        TABLE,
        /** A JSON object a line: the server's answer as it is. */
        JSON
    }

    /** Compact, with names and without colours. */
    public static Look plain(Form form) {
        return new Look(form, TimeFormat.STAMP_MILLI, false, false, true, false, false);
    }

    Colours colour() {
        return colours && form != Form.TABLE && form != Form.JSON ? Colours.ON : Colours.OFF;
    }
}
