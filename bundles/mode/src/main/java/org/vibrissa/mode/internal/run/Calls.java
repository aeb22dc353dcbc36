package org.vibrissa.mode.internal.run;

/** What hosts ask of each other. */
public final class Calls {
    public static final String CHECK = "mode/check";
    public static final String PREPARE = "mode/prepare";
    public static final String PROBE = "mode/probe";
    public static final String COMMIT = "mode/commit";
    public static final String CONFIRM = "mode/confirm";
    public static final String ABORT = "mode/abort";
    public static final String DRAIN = "mode/drain";
    public static final String RETIRE = "mode/retire";
    public static final String STATUS = "mode/status";
    public static final String RECEIPT = "mode/receipt";

    private Calls() {}
}
