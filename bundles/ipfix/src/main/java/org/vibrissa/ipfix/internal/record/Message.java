package org.vibrissa.ipfix.internal.record;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/** An IPFIX message that is being filled (RFC 7011 section 3). Used again; for one thread. */
public final class Message {
    private static final short VERSION = 10;
    private static final short TEMPLATE_SET = 2;
    private static final int HEADER = 16;
    private static final int SET_HEADER = 4;
    private static final int NO_SET = -1;

    private final Layout layout;
    private final Wire wire;
    private final ByteBuffer buffer;
    private int setAt = NO_SET;
    private int setId;
    private int records;

    public Message(Wire wire) {
        this.wire = wire;
        layout = new Layout(wire.enterprise() != 0);
        buffer = ByteBuffer.allocate(wire.messageSize());
        clear();
    }

    /** Tells of all templates; the first thing in a message. */
    public void addTemplates() {
        openSet(TEMPLATE_SET);
        layout.templates().forEach(template -> template.describe(wire.enterprise(), buffer));
        closeSet();
    }

    /**
     * Appends the record of an event.
     *
     * @return false when it has no room; then the message is as it was
     */
    public boolean add(Sight sight) {
        int before = buffer.position();
        int setBefore = setAt;
        int idBefore = setId;
        Template template = layout.of(sight.event().family());
        try {
            if (setAt == NO_SET || setId != template.id()) {
                closeSet();
                openSet((short) template.id());
            }
            template.write(sight, buffer);
            records++;
            return true;
        } catch (BufferOverflowException e) {
            buffer.position(before);
            setAt = setBefore;
            setId = idBefore;
            return false;
        }
    }

    /** Data records in it. */
    public int records() {
        return records;
    }

    /** Whether it has neither records nor templates. */
    public boolean isEmpty() {
        return buffer.position() == HEADER;
    }

    /**
     * The whole message, to be sent before the next call.
     *
     * @param sequence data records sent before in this session, modulo 2^32
     * @param exportSeconds now, since 1970
     */
    public ByteBuffer finish(long sequence, long exportSeconds) {
        closeSet();
        buffer.putShort(0, VERSION)
                .putShort(2, (short) buffer.position())
                .putInt(4, (int) exportSeconds)
                .putInt(8, (int) sequence)
                .putInt(12, (int) wire.domain());
        return buffer.duplicate().flip();
    }

    /** Makes it empty. */
    public void clear() {
        buffer.clear().position(HEADER);
        setAt = NO_SET;
        records = 0;
    }

    private void openSet(short id) {
        setAt = buffer.position();
        setId = Short.toUnsignedInt(id);
        if (buffer.remaining() < SET_HEADER) {
            throw new BufferOverflowException();
        }
        buffer.putShort(id).putShort((short) 0);
    }

    private void closeSet() {
        if (setAt != NO_SET) {
            buffer.putShort(setAt + 2, (short) (buffer.position() - setAt));
            setAt = NO_SET;
        }
    }
}
