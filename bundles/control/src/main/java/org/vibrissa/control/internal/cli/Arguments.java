package org.vibrissa.control.internal.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vibrissa.control.internal.print.Json;

/** The first frame: what was typed, and where. */
record Arguments(List<String> argv, String cwd, boolean tty, int columns, Map<String, String> env) {
    private static final int MAX_WORDS = 4096;
    private static final int TOKEN_LENGTH = 80;
    private static final int SHOWN_OF_TOKEN = 8;

    /** Reads the payload of an A frame. */
    static Arguments parse(byte[] json) {
        JsonNode tree;
        try {
            tree = Json.read(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("frame A is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("frame A is not JSON: " + e.getMessage(), e);
        }
        JsonNode words = tree.path("argv");
        if (!words.isArray() || words.size() > MAX_WORDS) {
            throw new IllegalArgumentException(
                    "frame A: argv must be a list of at most 4096 words");
        }
        List<String> argv = new ArrayList<>();
        words.forEach(word -> argv.add(word.asText()));
        Map<String, String> env = new TreeMap<>();
        tree.path("env").properties().forEach(e -> env.put(e.getKey(), e.getValue().asText()));
        return new Arguments(
                List.copyOf(argv),
                tree.path("cwd").asText(""),
                tree.path("tty").asBoolean(false),
                Math.max(0, tree.path("columns").asInt(0)),
                Map.copyOf(env));
    }

    /**
     * One line for the log: words that need it are quoted, control characters escaped. Long words
     * that are no paths are cut short, for such are tokens, and a token is a secret.
     */
    String logLine() {
        StringBuilder line = new StringBuilder("vibrissa");
        for (String whole : argv) {
            boolean token = whole.length() >= TOKEN_LENGTH && whole.indexOf('/') < 0;
            String word = token ? whole.substring(0, SHOWN_OF_TOKEN) + "..." : whole;
            boolean plain = word.matches("[\\w./:=,@%+-]+");
            line.append(' ').append(plain ? word : Json.tree(word).toString());
        }
        return line.length() <= 1000 ? line.toString() : line.substring(0, 1000) + "...";
    }
}
