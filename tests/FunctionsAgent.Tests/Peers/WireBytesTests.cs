using System.Text.Json;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Tests.Peers;

/// <summary>The estimate of a transaction's size holds what the client really sends: a commit that passes every test must not fail on Azure.</summary>
public sealed class WireBytesTests
{
    public static TheoryData<string> Kinds => ["nothing", "json", "quotes", "umlauts", "control characters", "every ASCII character", "binary", "long keys", "odd keys", "updates", "deletes"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_transaction_is_never_larger_on_the_wire_than_counted(string kind)
    {
        var partition = kind == "odd keys" ? new string('ü', 500) : "thread-1";
        Write[] writes = [.. Enumerable.Range(0, 20).Select(i => kind switch
        {
            "nothing" => Write.Insert($"k{i}", new()),
            "json" => Write.Insert($"k{i}", new(JsonSerializer.Serialize(Enumerable.Range(0, 2000).ToDictionary(n => $"field{n}")), Hash: new string('a', 43))),
            "quotes" => Write.Insert($"k{i}", new(new string('"', 30_000))),
            "umlauts" => Write.Insert($"k{i}", new(string.Concat(Enumerable.Repeat("ü👋", 10_000)))),
            "control characters" => Write.Insert($"k{i}", new(new string('\u0001', 30_000))),
            "every ASCII character" => Write.Insert($"k{i}", new(string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Range(32, 95).Select(c => (char)c)), 300)))),
            "binary" => Write.Upsert($"k{i}", new(null, new byte[60_001], new byte[16])),
            "long keys" => Write.Upsert($"{i}{new string('k', 500)}", new()),
            "odd keys" => Write.Upsert($"{i}{new string('ü', 500)}", new()),
            "updates" => Write.Update($"k{i}", "W/\"datetime'2026-11-23T00%3A34%3A27.5850000Z'\"", new("{}", [1], [1], "h")),
            _ => Write.Delete($"k{i}"),
        })];
        await using var service = await TableService.StartAsync(409, "EntityAlreadyExists");

        await Assert.ThrowsAsync<ConflictException>(() => service.Tables.CommitAsync("Conversations", partition, writes));

        var counted = writes.Sum(write => TableLimits.WireBytes(partition, write));
        Assert.True(service.Bytes <= counted, $"{service.Bytes:N0} bytes sent, {counted:N0} counted");
        // Nor is the estimate idle: it must not refuse what fits twice over.
        var overhead = 20 * 3000 + 20 * 15L * writes.Max(write => partition.Length + write.Key.Length);
        Assert.True(counted <= 1.2 * service.Bytes + overhead, $"{service.Bytes:N0} bytes sent, {counted:N0} counted");
    }
}
