package org.vibrissa.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * How a command ended.
 *
 * @param command its words
 * @param exit its exit code
 * @param out all of its standard output
 * @param err all of its standard error
 */
public record Outcome(List<String> command, int exit, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Outcome {
        command = List.copyOf(command);
    }

    /** Whether it ended with 0. */
    public boolean ok() {
        return exit == 0;
    }

    /** This outcome if it ended with 0. */
    public Outcome expectOk() {
        if (!ok()) {
            throw new AssertionError(this.toString());
        }
        return this;
    }

    /** This outcome if it ended with {@code wanted} and said {@code words} on standard error. */
    public Outcome expectFailure(int wanted, String... words) {
        if (exit != wanted) {
            throw new AssertionError("expected exit code " + wanted + " of " + this);
        }
        for (String word : words) {
            if (!err.contains(word)) {
                throw new AssertionError("expected '" + word + "' on standard error of " + this);
            }
        }
        return this;
    }

    /** Standard output as JSON. */
    public JsonNode json() {
        try {
            return JSON.readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON from " + this, e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", command)
                + "\n  exit "
                + exit
                + "\n  out: "
                + out
                + "\n  err: "
                + err;
    }
}
