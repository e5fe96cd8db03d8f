namespace FunctionsAgent.Reasoning;

/// <summary>Deals texts into folds: each label evenly, by a hash of the words, so that neither order nor neighbours decide.</summary>
internal static class IntentFolds
{
    /// <param name="labels">Anything that tells them apart.</param>
    /// <returns>The fold of each text, 0 and up.</returns>
    public static int[] Deal(IReadOnlyList<string> texts, IReadOnlyList<int> labels, int folds)
    {
        var dealt = new int[texts.Count];
        foreach (var label in Enumerable.Range(0, texts.Count).GroupBy(i => labels[i]).OrderBy(group => group.Key))
        {
            // Small labels do not all begin with the first fold.
            var next = label.Key < 0 ? 0 : label.Key % folds;
            foreach (var i in label.OrderBy(i => Hash(texts[i])).ThenBy(i => texts[i], StringComparer.Ordinal)) dealt[i] = next++ % folds;
        }
        return dealt;
    }

    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211;
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
        return hash ^ (hash >> 32);
    }
}
