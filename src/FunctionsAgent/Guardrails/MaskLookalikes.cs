namespace FunctionsAgent.Guardrails;

/// <summary>What looks like a token and was written by somebody: it is masked itself, so that taking masks off cannot change it.</summary>
internal sealed class MaskLookalikes() : PiiRecognizer(Text, Text)
{
    public const string Text = "text";

    public override void Find(string text, List<PiiFind> finds)
    {
        for (var at = text.IndexOf('<'); at >= 0;)
        {
            var length = MaskToken.At(text, at);
            if (length > 0) Add(finds, at, length);
            var next = at + Math.Max(1, length);
            at = next < text.Length ? text.IndexOf('<', next) : -1;
        }
    }
}
