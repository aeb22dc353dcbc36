package org.vibrissa.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Initialises what the start of bundles needs of the JDK and of the shared libraries, on a second
 * core while the first one installs them: XML for the component descriptions, JSON for the
 * configuration's keys, time zones for log lines and jar entries. It has no other effect, and
 * nothing waits for it.
 */
final class Prelude implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Prelude.class);
    private static final byte[] COMPONENT =
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:component"
                            + " xmlns:s=\"http://www.osgi.org/xmlns/scr/v1.5.0\" name=\"a\"/>")
                    .getBytes(StandardCharsets.UTF_8);

    private Prelude() {}

    static void begin() {
        Thread thread = new Thread(new Prelude(), "vibrissa-prelude");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            DateTimeFormatter local =
                    DateTimeFormatter.ISO_LOCAL_DATE_TIME.withZone(ZoneId.systemDefault());
            LOG.debug("began at {}", local.format(Instant.now()));
            SAXParserFactory parsers = SAXParserFactory.newInstance();
            parsers.setNamespaceAware(true);
            parsers.newSAXParser().parse(new ByteArrayInputStream(COMPONENT), new DefaultHandler());
            new ObjectMapper().readTree("{\"a\": [1]}");
        } catch (IOException | SAXException | ParserConfigurationException e) {
            LOG.debug("the bundles initialise it themselves", e);
        }
    }
}
