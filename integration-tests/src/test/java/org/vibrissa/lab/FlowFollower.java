package org.vibrissa.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code vibrissa observe -f -o json}, running until the test ends; its lines are read back. */
public final class FlowFollower {
    private static final AtomicInteger FOLLOWERS = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Background command;
    private final Path out;

    private FlowFollower(Background command, Path out) {
        this.command = command;
        this.out = out;
    }

    /** Follows by the words given, such as {@code --all-nodes}. */
    public static FlowFollower start(Lab lab, Host host, String... words) {
        String title = host.node() + "-observe" + FOLLOWERS.incrementAndGet();
        List<String> all =
                new ArrayList<>(
                        List.of(
                                Place.vibrissa().toString(),
                                "--node",
                                host.node(),
                                "observe",
                                "-f",
                                "-o",
                                "json",
                                "--debug"));
        all.addAll(List.of(words));
        Background command =
                new Background(lab, host.namespace(), title, all.toArray(String[]::new));
        return new FlowFollower(command, lab.folder().resolve(title + ".out"));
    }

    /** The answers so far that are whole. */
    public List<JsonNode> answers() {
        List<JsonNode> answers = new ArrayList<>();
        try {
            String text = Files.exists(out) ? Files.readString(out) : "";
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            for (String line : whole.lines().toList()) {
                answers.add(JSON.readTree(line));
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON from observe", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answers;
    }

    /** The flows among them. */
    public List<JsonNode> flows() {
        return answers().stream()
                .map(each -> each.path("flow"))
                .filter(JsonNode::isObject)
                .toList();
    }

    /** What it said on standard error: the news of hosts. */
    public String news() {
        return command.said();
    }

    /** Waits until the news say so. */
    public void awaitNews(String words) {
        Await.until("the news " + words, PATIENCE, () -> news().contains(words), this::news);
    }

    /** Waits for its end, which somebody else brings about. */
    public int awaitEnd() {
        return command.awaitEnd(PATIENCE);
    }
}
