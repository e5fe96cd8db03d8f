using System.Text.Json;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Queues;

/// <summary>
/// What the queues do to their rows. Every method runs on the writer, inside one operation. Sessions take turns: one that
/// is let go goes behind those that wait, so a long backlog of one conversation does not hold up the others.
/// </summary>
internal sealed class QueueRows(SqliteQueueOptions options, TimeProvider time)
{
    private long _turn; // the writer's alone

    public void Create(Connection c)
    {
        c.Script(QueueSchema.Create);
        _turn = c.Number(QueueSchema.LastTurn) ?? 0;
    }

    public void Add(Connection c, string queue, string session, string body, DateTimeOffset? due, ICollection<string> ready)
    {
        var now = Now();
        Promote(c, now, ready);
        if (due is { } later && later.UtcTicks > now)
            c.Prepare(QueueSchema.AddScheduled).Bind(later.UtcTicks).Bind(queue).Bind(session).Bind(body).Run();
        else
            Append(c, queue, session, body, now, ready);
    }

    /// <summary>What has become due joins its session, whose lock ran out becomes free. Names each queue once for each session that can now be accepted.</summary>
    public void Promote(Connection c, ICollection<string> ready) => Promote(c, Now(), ready);

    /// <summary>The next message of the session whose turn it is, or null.</summary>
    public Received? Accept(Connection c, string queue, ICollection<string> ready)
    {
        var now = Now();
        Promote(c, now, ready);
        while (true)
        {
            var held = Guid.NewGuid();
            var until = now + options.Lock.Ticks;
            if (LockNext(c, queue, held, until) is not { } next) return null;
            if (next.Deliveries <= options.MaxDeliveryCount || IsDeadLetters(queue))
                return Read(c, queue, next.Sequence, next.Deliveries, held, until);

            Bury(c, queue, next.Key, next.Sequence, "MaxDeliveryCountExceeded",
                $"Delivered {next.Deliveries - 1} times without being completed; the limit is {options.MaxDeliveryCount} (MaxDeliveryCount). Kept here instead of delivery {next.Deliveries}.", ready);
        }
    }

    public void Complete(Connection c, Received message, ICollection<string> ready)
    {
        var key = CheckHeld(c, message);
        c.Prepare(QueueSchema.Remove).Bind(message.Sequence).Run();
        Advance(c, message.Queue, key, ready);
    }

    public void Abandon(Connection c, Received message, ICollection<string> ready)
    {
        var key = CheckHeld(c, message);
        c.Prepare(QueueSchema.Free).Bind(++_turn).Bind(message.Queue).Bind(key).Run();
        ready.Add(message.Queue);
    }

    public void DeadLetter(Connection c, Received message, string reason, string description, ICollection<string> ready) =>
        Bury(c, message.Queue, CheckHeld(c, message), message.Sequence, reason, description, ready);

    public DateTimeOffset Renew(Connection c, Received message)
    {
        var key = CheckHeld(c, message);
        var until = Now() + options.Lock.Ticks;
        c.Prepare(QueueSchema.Renew).Bind(until).Bind(message.Queue).Bind(key).Run();
        return At(until);
    }

    public static bool IsDeadLetters(string queue) => queue.EndsWith(QueueNames.DeadLetterSuffix, StringComparison.Ordinal);

    private long Now() => time.GetUtcNow().UtcTicks;

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private void Promote(Connection c, long now, ICollection<string> ready)
    {
        using (var expired = c.Prepare(QueueSchema.Expire).Bind(now))
            while (expired.Step()) ready.Add(expired.Text(0));

        List<(long Id, long Due, string Queue, string Session, string Body)>? due = null;
        using (var rows = c.Prepare(QueueSchema.Due).Bind(now))
            while (rows.Step()) (due ??= []).Add((rows.Integer(0), rows.Integer(1), rows.Text(2), rows.Text(3), rows.Text(4)));
        foreach (var m in due ?? [])
        {
            c.Prepare(QueueSchema.RemoveScheduled).Bind(m.Id).Run();
            Append(c, m.Queue, m.Session, m.Body, m.Due, ready);
        }
    }

    private void Append(Connection c, string queue, string session, string body, long enqueued, ICollection<string> ready)
    {
        c.Prepare(QueueSchema.AddMessage).Bind(queue).Bind(session).Bind(body).Bind(enqueued).Run();
        AddSession(c, queue, session, c.LastRow, ready);
    }

    private void AddSession(Connection c, string queue, string key, long first, ICollection<string> ready)
    {
        if (c.Prepare(QueueSchema.AddSession).Bind(queue).Bind(key).Bind(first).Bind(++_turn).Run() > 0) ready.Add(queue);
    }

    private static (string Key, long Sequence, int Deliveries)? LockNext(Connection c, string queue, Guid held, long until)
    {
        using var row = c.Prepare(QueueSchema.LockNext).Bind(held.ToByteArray()).Bind(until).Bind(queue);
        return row.Step() ? (row.Text(0), row.Integer(1), (int)row.Integer(2)) : null;
    }

    private static Received Read(Connection c, string queue, long sequence, int deliveries, Guid held, long until)
    {
        using var row = c.Prepare(QueueSchema.Message).Bind(sequence);
        if (!row.Step()) throw new InvalidDataException($"{queue}: message {sequence} is named by its session but is not there.");
        var properties = row.TextOrNull(3) is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : [];
        return new(queue, row.Text(0), sequence, row.Text(1), deliveries, held, At(until), At(row.Integer(2)), properties);
    }

    private string CheckHeld(Connection c, Received message)
    {
        var key = Key(message.Queue, message.Session, message.Sequence);
        using var held = c.Prepare(QueueSchema.Held).Bind(message.Queue).Bind(key).Bind(message.Sequence).Bind(message.Lock.ToByteArray()).Bind(Now());
        return held.Step() ? key : throw new LockLostException(
            $"{message.Queue}: the lock of message {message.Sequence} (delivery {message.DeliveryCount}), given until {message.LockedUntil:O}, ran out, was settled or passed on. It is delivered again unless another receiver has settled it.");
    }

    private void Advance(Connection c, string queue, string key, ICollection<string> ready)
    {
        if (!IsDeadLetters(queue) && Following(c, queue, key) is { } next)
        {
            c.Prepare(QueueSchema.Advance).Bind(next).Bind(++_turn).Bind(queue).Bind(key).Run();
            ready.Add(queue);
            return;
        }
        c.Prepare(QueueSchema.RemoveSession).Bind(queue).Bind(key).Run();
    }

    private static long? Following(Connection c, string queue, string session)
    {
        using var row = c.Prepare(QueueSchema.Following).Bind(queue).Bind(session);
        return row.Step() ? row.Integer(0) : null;
    }

    private void Bury(Connection c, string queue, string key, long sequence, string reason, string description, ICollection<string> ready)
    {
        var deadLetters = queue + QueueNames.DeadLetterSuffix;
        var properties = new Dictionary<string, string> { ["DeadLetterReason"] = Cut(reason), ["DeadLetterErrorDescription"] = Cut(description) };
        c.Prepare(QueueSchema.Bury).Bind(deadLetters).Bind(JsonSerializer.Serialize(properties)).Bind(sequence).Run();
        AddSession(c, deadLetters, Key(deadLetters, key, sequence), sequence, ready);
        Advance(c, queue, key, ready);
    }

    private static string Cut(string text) => text.Length <= QueueLimits.ReasonCharacters ? text : text[..QueueLimits.ReasonCharacters];

    private static string Key(string queue, string session, long sequence) =>
        IsDeadLetters(queue) ? sequence.ToString(System.Globalization.CultureInfo.InvariantCulture) : session;
}
