package org.vibrissa.launcher;

/** The stages of a start. */
final class StartLevels {
    /** Service component runtime, configuration admin, the configuration bundle, libraries. */
    static final int INFRASTRUCTURE = 5;

    /** All that readiness may depend on; what a feature orders above comes after it. */
    static final int READY = 69;

    /** Above every start order that a feature may use (1..99). */
    static final int ALL = 100;

    private StartLevels() {}
}
