using System.Buffers;
using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>Follows the paths of a plan through an answer that comes in pieces, token by token: every token is checked, few are kept.</summary>
/// <remarks>
/// A member that comes twice counts as it came last, as <see cref="JsonElement.TryGetProperty(string, out JsonElement)"/> has it. Under a wildcard every one counts.
/// Paths have no descendants, so at any value a field is at one step of its path at most.
/// </remarks>
internal sealed class StreamProjection(ProjectionPlan plan, RootShape shape)
{
    private const int NoSkip = -1;

    private readonly KeptBytes kept = new();
    private readonly List<Place> next = [];
    private readonly List<Cursor> cursors = [];
    private readonly List<Frame> frames = [];
    private readonly List<Capture> captures = [];
    private FieldRun[] fields = [];
    private JsonReaderState state;
    private int skipTo = NoSkip;

    public bool TooLarge => kept.TooMany;

    /// <summary>The value that comes next is kept, whole.</summary>
    public bool KeepsNext => next.Exists(place => place.AtEnd && !place.Run.Full);

    /// <summary>Where in the data what is kept begins; null: nothing is, at the moment.</summary>
    public int? KeptFrom => captures.Find(capture => capture.From >= 0)?.From;

    /// <summary>Null, an array or an object without anything in it.</summary>
    public bool Empty { get; private set; }

    /// <summary>Reads on from a place in the data, as far as its tokens are whole, and says how far.</summary>
    /// <param name="final">Nothing comes after it.</param>
    /// <exception cref="JsonException">No JSON.</exception>
    /// <exception cref="InvalidOperationException">A name that is not Unicode.</exception>
    public int Read(ReadOnlySpan<byte> data, int from, bool final)
    {
        var reader = new Utf8JsonReader(data[from..], final, state);
        while (!kept.TooMany && reader.Read())
        {
            if (skipTo != NoSkip)
            {
                // The only token at its container's depth is the one that ends it.
                while (reader.CurrentDepth != skipTo && reader.Read()) { }
                if (reader.CurrentDepth != skipTo || reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray)) break;
                skipTo = NoSkip;
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName: Name(ref reader); break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray: End(data, from + (int)reader.BytesConsumed); break;
                default: Value(ref reader, data, from); break;
            }
        }

        state = reader.CurrentState;
        return from + (int)reader.BytesConsumed;
    }

    /// <summary>The data moved down by so many bytes.</summary>
    public void Moved(int by)
    {
        foreach (var capture in captures) if (capture.From >= 0) capture.From -= by;
    }

    /// <summary>The result, when the answer is read to its end.</summary>
    /// <exception cref="InvalidOperationException">Text that is not Unicode.</exception>
    public JsonElement Result()
    {
        var (raw, clean) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        using (var json = new Utf8JsonWriter(raw, new JsonWriterOptions { SkipValidation = true })) FieldRun.Compose(json, fields);
        // Written anew: without the peer's spaces and escapes, and no half of a character.
        using (var json = new Utf8JsonWriter(clean)) JsonElement.Parse(raw.WrittenSpan).WriteTo(json);
        kept.Add(clean.WrittenCount - kept.Count);
        return JsonElement.Parse(clean.WrittenSpan);
    }

    private void Name(ref Utf8JsonReader reader)
    {
        next.Clear();
        var frame = frames[^1];
        if (frames.Count == 1) shape.Name(ref reader);
        for (var n = frame.Cursors; n < cursors.Count; n++)
        {
            var cursor = cursors[n];
            var step = cursor.Run.Field.Steps[cursor.At];
            if (step.Name is { } name)
            {
                if (!(reader.ValueIsEscaped ? reader.ValueTextEquals(name) : reader.ValueSpan.SequenceEqual(name))) continue;
                cursor.Run.BackTo(cursor.Start);
            }

            next.Add(new(cursor.Run, cursor.At + 1));
        }
    }

    private void Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, int from)
    {
        if (frames.Count == 0)
        {
            fields = [.. plan.Fields.Select(field => new FieldRun(field, kept))];
            foreach (var run in fields) next.Add(new(run, 0));
            shape.Root(reader.TokenType);
            Empty = reader.TokenType == JsonTokenType.Null;
        }
        else if (frames[^1].IsArray) Element();

        var opens = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        var frame = new Frame(cursors.Count, captures.Count, isArray);
        // Grows by the fields of an entry that begins here.
        for (var n = 0; n < next.Count; n++)
        {
            var (run, at) = next[n];
            if (next[n].AtEnd) Keep(run, from + (int)reader.TokenStartIndex);
            else if (opens && run.Field.Steps[at].Enters(isArray)) Enter(run, at);
        }

        next.Clear();
        if (!opens) Close(frame.Captures, data, from + (int)reader.BytesConsumed);
        else
        {
            if (cursors.Count == frame.Cursors && frames.Count > 0) skipTo = reader.CurrentDepth;
            frames.Add(frame);
        }
    }

    private void Element()
    {
        var child = frames[^1].Children++;
        for (var n = frames[^1].Cursors; n < cursors.Count; n++)
        {
            var cursor = cursors[n];
            var index = cursor.Run.Field.Steps[cursor.At].Index;
            if (index >= 0 && index != child) continue;
            cursor.FromEnd?.Next();
            if (index == -1) cursor.Run.BackTo(cursor.Start);
            next.Add(new(cursor.Run, cursor.At + 1));
        }
    }

    private void Keep(FieldRun run, int from)
    {
        if (run.Full)
        {
            run.Count();
            return;
        }

        captures.Add(new(run, run.Entry.Length > 0 ? -1 : from));
        foreach (var part in run.Entry)
        {
            part.BackTo(default);
            next.Add(new(part, 0));
        }
    }

    private void Enter(FieldRun run, int at)
    {
        var step = run.Field.Steps[at];
        cursors.Add(new(run, at, run.Here, step.Index < -1 ? new EndOfArray(run, -step.Index.Value) : null));
        if (step.OpensList) run.Open();
    }

    private void End(ReadOnlySpan<byte> data, int to)
    {
        var frame = frames[^1];
        frames.RemoveAt(frames.Count - 1);
        for (var n = frame.Cursors; n < cursors.Count; n++) cursors[n].FromEnd?.End();
        cursors.RemoveRange(frame.Cursors, cursors.Count - frame.Cursors);
        Close(frame.Captures, data, to);
        if (frames.Count == 0) Empty = frame is { IsArray: true, Children: 0 } || (!frame.IsArray && !shape.Named);
    }

    // An entry's fields began after it and are closed before it.
    private void Close(int first, ReadOnlySpan<byte> data, int to)
    {
        for (var n = captures.Count - 1; n >= first; n--)
        {
            var (run, from) = (captures[n].Run, captures[n].From);
            run.Add(from < 0 ? run.Compose() : data[from..to].ToArray());
        }

        captures.RemoveRange(first, captures.Count - first);
    }

    /// <summary>A value's place on a field's path.</summary>
    private readonly record struct Place(FieldRun Run, int At)
    {
        public bool AtEnd => At == Run.Field.Steps.Length;
    }

    /// <summary>A field inside a container that is open.</summary>
    private readonly record struct Cursor(FieldRun Run, int At, FieldRun.Mark Start, EndOfArray? FromEnd);

    /// <summary>A container that is open: where its cursors and the captures that it closes begin.</summary>
    private sealed class Frame(int cursors, int captures, bool isArray)
    {
        public int Cursors => cursors;

        public int Captures => captures;

        public bool IsArray => isArray;

        public int Children { get; set; }
    }

    /// <summary>A value that is kept when it ends.</summary>
    /// <param name="from">−1: an entry, which is made of its fields.</param>
    private sealed class Capture(FieldRun run, int from)
    {
        public FieldRun Run => run;

        public int From { get; set; } = from;
    }
}
