using System.Collections.Immutable;
using System.Text.Json;

namespace AgentScript.Running;

/// <summary>What the model called and got, kept small: a long result is cut, the oldest exchanges are forgotten.</summary>
internal static class Exchanges
{
    public static ImmutableArray<ModelExchange> Add(ImmutableArray<ModelExchange> all, ModelExchange last)
    {
        var sizes = all.Select(Json.Size).ToList();
        var total = sizes.Sum() + Json.Size(last);
        var forgotten = 0;
        while (forgotten < all.Length && total > Limits.Exchanges) total -= sizes[forgotten++];
        return all.RemoveRange(0, forgotten).Add(last);
    }

    /// <summary>JSON text of at most <see cref="Limits.Result"/> bytes: what is longer becomes the beginning of it, and says so.</summary>
    public static string Fit(string result)
    {
        if (Json.Size(result) <= Limits.Result) return result;
        for (var length = Limits.Result; ; length /= 2)
        {
            var cut = Json.Text(("truncated", Json.Cut(result, length)));
            if (Json.Size(cut) <= Limits.Result) return cut;
        }
    }
}
