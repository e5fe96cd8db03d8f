using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace FunctionsAgent.Reasoning;

/// <summary>Recordings: <c>{hash of the question}-{n}.json</c>, n counting how often it was asked. Prompts are in them as they were.</summary>
internal sealed class RecordedFolder(string path)
{
    private readonly ConcurrentDictionary<string, int> played = new(StringComparer.Ordinal);

    public async Task AddAsync(RecordedExchange exchange, CancellationToken ct)
    {
        Directory.CreateDirectory(path);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(exchange, RecordedQuestion.Options);
        var key = exchange.Question.Key();
        for (var n = 1; ; n++)
        {
            if (File.Exists(Name(key, n))) continue;
            var part = Path.Combine(path, $".{Guid.NewGuid():N}");
            await File.WriteAllBytesAsync(part, bytes, ct);
            try
            {
                File.Move(part, Name(key, n));
                return;
            }
            catch (IOException) when (File.Exists(Name(key, n)))
            {
                File.Delete(part);
            }
        }
    }

    /// <summary>The next recording of a question, the last one again when there are no more; null when it was never asked.</summary>
    public async Task<RecordedExchange?> NextAsync(RecordedQuestion question, CancellationToken ct)
    {
        var key = question.Key();
        var n = played.AddOrUpdate(key, 1, (_, before) => before + 1);
        while (n > 1 && !File.Exists(Name(key, n))) n--;
        return File.Exists(Name(key, n)) ? JsonSerializer.Deserialize<RecordedExchange>(await File.ReadAllBytesAsync(Name(key, n), ct), RecordedQuestion.Options) : null;
    }

    private string Name(string key, int n) => Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{key}-{n}.json"));
}
