using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Guardrails;

/// <summary>The classifiers that come with the program, each read once. <c>train guards</c> makes them.</summary>
internal static class GuardModels
{
    private static readonly Lazy<HashedModel> OfInjection = new(() => Load("injection.model")), OfToxicity = new(() => Load("toxicity.model"));

    public static HashedModel Injection => OfInjection.Value;

    public static HashedModel Toxicity => OfToxicity.Value;

    private static HashedModel Load(string file)
    {
        using var stream = typeof(GuardModels).Assembly.GetManifestResourceStream($"FunctionsAgent.Guardrails.{file}") ?? throw new InvalidOperationException($"{file} is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return HashedBytes.Read(bytes).Model;
    }
}
