using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>Where a process dies: at the n-th call of one kind at one seam, before or after the call itself.</summary>
internal sealed record CrashPoint(string Seam, string Kind, int Occurrence, bool After)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seam}|{Kind}|{Occurrence}|{(After ? "after" : "before")}");

    public static CrashPoint Parse(string text)
    {
        var parts = text.Split('|');
        return new(parts[0], parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture), parts[3] == "after");
    }
}

/// <summary>Counts the calls of each kind, and kills this process at the one that is armed.</summary>
internal sealed class Crashes
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private CrashPoint? armed;

    public IReadOnlyDictionary<string, int> Counts
    {
        get { lock (gate) return new Dictionary<string, int>(counts); }
    }

    /// <summary>Counts from nought; null only counts.</summary>
    public void Arm(CrashPoint? point)
    {
        lock (gate)
        {
            counts.Clear();
            armed = point;
        }
    }

    public async Task<T> AroundAsync<T>(string seam, string kind, Func<Task<T>> call)
    {
        var point = Count(seam, kind);
        if (point is { After: false }) Die();
        try
        {
            return await call();
        }
        finally
        {
            if (point is not null) Die();
        }
    }

    private CrashPoint? Count(string seam, string kind)
    {
        lock (gate)
        {
            var key = $"{seam}|{kind}";
            var n = counts[key] = counts.GetValueOrDefault(key) + 1;
            return armed is not null && armed.Seam == seam && armed.Kind == kind && armed.Occurrence == n ? armed : null;
        }
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed, no lock is given back.</summary>
    private static void Die()
    {
        Process.GetCurrentProcess().Kill();
        throw new UnreachableException("The process outlived its own end.");
    }
}
