package org.vibrissa.launcher.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.event.Level;

/** How a line looks. */
enum LineFormat {
    /** For a terminal: local time, level, logger, message. */
    TEXT {
        @Override
        String render(Instant time, Level level, String logger, String message, String trace) {
            DateTimeFormatter local = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
            String stamp = local.withZone(ZoneId.systemDefault()).format(time);
            return String.format(
                    Locale.ROOT, "%s %-5s %s: %s%s", stamp, level, logger, message, trace);
        }
    },
    /** For journald, which has the time: the syslog priority in front. */
    JOURNAL {
        @Override
        String render(Instant time, Level level, String logger, String message, String trace) {
            int priority =
                    switch (level) {
                        case ERROR -> 3;
                        case WARN -> 4;
                        case INFO -> 6;
                        case DEBUG, TRACE -> 7;
                    };
            String prefix = "<" + priority + ">";
            return prefix + logger + ": " + message + trace.replace("\n", "\n" + prefix);
        }
    },
    /** One object per line; time is RFC 3339 UTC. */
    JSON {
        @Override
        String render(Instant time, Level level, String logger, String message, String trace) {
            StringBuilder line = new StringBuilder(160);
            line.append("{\"time\":\"").append(time).append("\",\"level\":\"");
            line.append(level.name().toLowerCase(Locale.ROOT)).append("\",\"logger\":\"");
            quote(line, logger);
            line.append("\",\"thread\":\"");
            quote(line, Thread.currentThread().getName());
            line.append("\",\"message\":\"");
            quote(line, message);
            if (!trace.isEmpty()) {
                line.append("\",\"exception\":\"");
                quote(line, trace.strip());
            }
            return line.append("\"}").toString();
        }
    };

    /** The line with its end, in UTF-8. */
    byte[] line(Instant time, Level level, String logger, String message, Throwable thrown) {
        String name = logger.replace("org.vibrissa.", "").replace(".internal.", ".");
        String line = render(time, level, name, message, trace(thrown));
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    abstract String render(Instant time, Level level, String logger, String message, String trace);

    private static String trace(Throwable thrown) {
        if (thrown == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return "\n" + text.toString().stripTrailing();
    }

    private static void quote(StringBuilder line, String text) {
        line.append(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
