package org.vibrissa.lab;

/** Where commands of a test run: a namespace, or a cgroup in one. */
public interface Inside {
    /** Its name, for people. */
    String name();

    /** Runs a command inside to its end. */
    Outcome exec(String... words);
}
