using System.Collections.Immutable;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Evaluation;

/// <param name="Failed">Indexes of the vectors that are not met, in their file's order.</param>
public sealed record EvalGuardsPiiVectorScore(int Passed, int Total, ImmutableArray<int> Failed);

/// <param name="Unsupported">Recognisers of the file that are not claimed.</param>
public sealed record EvalGuardsPiiVectorFigures(ImmutableSortedDictionary<string, EvalGuardsPiiVectorScore> Recognizers, ImmutableArray<string> Unsupported, int UnsupportedVectors)
{
    public int Passed => Recognizers.Values.Sum(score => score.Passed);

    public int Total => Recognizers.Values.Sum(score => score.Total);
}

/// <summary>Measures single recognisers on texts that are little more than the form: counts and places of all finds, with and without a word nearby.</summary>
public static class EvalGuardsPiiVectors
{
    /// <summary>Where the file's name is not ours with other hyphens.</summary>
    private static readonly ImmutableDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["aba_routing"] = "us-routing", ["certificate_number"] = "us-medical-license", ["credit_card"] = "card", ["us_ssn"] = "ssn", ["url"] = "domain", ["de_bsnr"] = "de-practice", ["de_fuehrerschein"] = "de-driving-licence",
        ["de_handelsregister"] = "de-commercial-register", ["de_kfz"] = "de-vehicle-registration", ["de_lanr"] = "de-physician", ["de_plz"] = "de-postcode", ["fi_personal_identity_code"] = "fi-personal-id",
        ["it_vat_code"] = "it-vat", ["kr_brn"] = "kr-business", ["kr_frn"] = "kr-foreigner", ["kr_rrn"] = "kr-resident", ["ph_mobile_number"] = "ph-mobile", ["se_organisationsnummer"] = "se-organisation",
        ["se_personnummer"] = "se-personal-id", ["sg_fin"] = "sg-nric", ["th_tnin"] = "th-national-id", ["tr_phone_number"] = "tr-phone", ["za_id_number"] = "za-id",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    public static EvalGuardsPiiVectorFigures Measure(IReadOnlyList<EvalGuardsPiiVector> vectors)
    {
        var scores = ImmutableSortedDictionary.CreateBuilder<string, EvalGuardsPiiVectorScore>(StringComparer.Ordinal);
        var (unsupported, without) = (new SortedSet<string>(StringComparer.Ordinal), 0);
        foreach (var group in vectors.Select((vector, index) => (Vector: vector, Index: index)).GroupBy(entry => entry.Vector.Recognizer))
        {
            var name = Names.GetValueOrDefault(group.Key, group.Key.Replace('_', '-'));
            if (!PiiScanner.Known.Contains(name))
            {
                unsupported.Add(group.Key);
                without += group.Count();
                continue;
            }
            var scanner = new PiiScanner([name]);
            ImmutableArray<int> failed = [.. group.Where(entry => !Met(entry.Vector, scanner.Forms(entry.Vector.Text))).Select(entry => entry.Index)];
            scores.Add(group.Key, new(group.Count() - failed.Length, group.Count(), failed));
        }
        return new(scores.ToImmutable(), [.. unsupported], without);
    }

    private static bool Met(EvalGuardsPiiVector vector, ImmutableArray<PiiFind> finds) =>
        finds.Length == vector.Count && (vector.Spans is not { } spans || spans.Select(span => (span.Start, span.End)).Order().SequenceEqual(finds.Select(find => (find.Start, find.End)).Order()));
}
