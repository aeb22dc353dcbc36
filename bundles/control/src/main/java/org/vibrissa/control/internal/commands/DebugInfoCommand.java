package org.vibrissa.control.internal.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.DebugSection;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.internal.print.Json;
import org.vibrissa.control.internal.server.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa debuginfo}. */
@Command(description = "Collects what a bug report needs, as tar.gz or as one json")
final class DebugInfoCommand implements Runnable {
    private final Invocation invocation;
    private final Services services;
    private final StatusSource status;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "tar.gz",
            description = "tar.gz or json (default: tar.gz)")
    private String format;

    DebugInfoCommand(Invocation invocation, Services services, StatusSource status) {
        this.invocation = invocation;
        this.services = services;
        this.status = status;
    }

    @Override
    public void run() {
        switch (format) {
            case "json" -> {
                invocation.out().println(Json.pretty(collect()));
            }
            case "tar.gz" -> archive();
            default ->
                    throw CommandFailed.usage("no format " + format, "Known formats: tar.gz, json");
        }
    }

    private void archive() {
        if (invocation.tty()) {
            throw CommandFailed.usage(
                    "an archive is not for a terminal",
                    "vibrissa debuginfo > debuginfo.tar.gz, or -o json");
        }
        try {
            GZIPOutputStream zip = new GZIPOutputStream(invocation.rawOut(), 8192);
            TarWriter tar = new TarWriter(zip, Instant.now());
            for (Map.Entry<String, JsonNode> section : collect().entrySet()) {
                byte[] text = Json.pretty(section.getValue()).getBytes(StandardCharsets.UTF_8);
                tar.add("debuginfo/" + section.getKey() + ".json", text);
            }
            tar.end();
            zip.finish();
            invocation.rawOut().flush();
        } catch (IOException e) {
            throw CommandFailed.failed("cannot write the archive: " + e.getMessage(), "")
                    .causedBy(e);
        }
    }

    private Map<String, JsonNode> collect() {
        Map<String, Supplier<Object>> sections = new LinkedHashMap<>();
        sections.put("status", status::report);
        sections.put("version", () -> VersionReport.of(invocation.node()));
        sections.put("footprint", () -> FootprintRow.all(services));
        services.bundles().ifPresent(b -> sections.put("bundles", b::list));
        services.configuration().ifPresent(c -> sections.put("config", c::settings));
        services.store().ifPresent(s -> sections.put("store", s::health));
        services.store().ifPresent(s -> sections.put("resources", () -> s.trusted().all()));
        sections.put("threads", ThreadDump::now);
        for (DebugSection section : services.debugSections()) {
            sections.put(section.name(), section::collect);
        }
        Map<String, JsonNode> collected = new LinkedHashMap<>();
        sections.forEach((name, source) -> collected.put(name, orError(source)));
        return collected;
    }

    private static JsonNode orError(Supplier<Object> source) {
        try {
            return Json.tree(source.get());
        } catch (RuntimeException e) {
            return JsonNodeFactory.instance.objectNode().put("error", e.toString());
        }
    }
}
