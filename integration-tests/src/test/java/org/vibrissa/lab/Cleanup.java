package org.vibrissa.lab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What has to be undone, last made first undone; a failing step does not keep the others. */
final class Cleanup {
    /** One step back. */
    interface Step {
        void undo() throws Exception;
    }

    private record Named(String what, Step step) {}

    private final Deque<Named> steps = new ArrayDeque<>();

    synchronized void add(String what, Step step) {
        steps.push(new Named(what, step));
    }

    /** Undoes everything once; afterwards there is nothing left to undo. */
    synchronized List<String> run() {
        List<String> failures = new ArrayList<>();
        while (!steps.isEmpty()) {
            Named next = steps.pop();
            try {
                next.step().undo();
            } catch (Exception | AssertionError e) {
                failures.add(next.what() + ": " + e);
            }
        }
        return failures;
    }
}
